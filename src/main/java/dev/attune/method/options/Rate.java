package dev.attune.method.options;

import static java.lang.annotation.ElementType.FIELD;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A finite number of at least 0. */
@Target(FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Rate.Validator.class)
public @interface Rate {
  /** What it must stay below, infinity for no limit. */
  double below() default Double.POSITIVE_INFINITY;

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** False for infinities and what is not a number. */
  class Validator implements ConstraintValidator<Rate, Double> {
    private double below;

    @Override
    public void initialize(Rate limits) {
      below = limits.below();
    }

    @Override
    public boolean isValid(Double value, ConstraintValidatorContext context) {
      if (Double.isFinite(value) && value >= 0 && value < below) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context
          .buildConstraintViolationWithTemplate(
              Double.isInfinite(below)
                  ? "must be a finite number, at least 0"
                  : "must be at least 0 and below " + below)
          .addConstraintViolation();
      return false;
    }
  }
}
