package dev.attune.method.options;

import static java.lang.annotation.ElementType.FIELD;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A whole number within limits. */
@Target(FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Whole.Validator.class)
public @interface Whole {
  int min();

  int max() default Integer.MAX_VALUE;

  /** The largest that one person may ask for on one picture, who must not keep others waiting. */
  int maxInteractive() default Integer.MAX_VALUE;

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Says which limit is broken. */
  class Validator implements ConstraintValidator<Whole, Integer> {
    private int min;
    private int max;

    @Override
    public void initialize(Whole limits) {
      min = limits.min();
      max = limits.max();
    }

    @Override
    public boolean isValid(Integer value, ConstraintValidatorContext context) {
      if (value >= min && value <= max) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate(words(min, max)).addConstraintViolation();
      return false;
    }

    /** The limits in words. */
    public static String words(int min, int max) {
      return max == Integer.MAX_VALUE
          ? "must be at least %d".formatted(min)
          : "must be %d to %d".formatted(min, max);
    }
  }
}
